package io.espalier.cli.platform;

import java.util.List;

/// What is run as which component.
interface Programs {

    /// The command line of a component's process; what else it must know is in its environment.
    List<String> command(Component component, Home home, Home.Settings settings);
}
