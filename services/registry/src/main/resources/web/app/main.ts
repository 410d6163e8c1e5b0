import { LitElement, html } from 'lit';
class App extends LitElement { render() { return html`<h1>Espalier</h1>`; } }
customElements.define('espalier-app', App);
