import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/parts.css';
import './styles/runs.css';
import './styles/run.css';
import './styles/models.css';
import './shell';
