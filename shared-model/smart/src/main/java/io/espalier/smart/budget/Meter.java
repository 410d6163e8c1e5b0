package io.espalier.smart.budget;

/// The cost of a selection that grows by one block at a time; begins with nothing kept.
interface Meter {

    /// The cost so far, in the unit.
    double spent();

    /// The cost if `block` were kept too.
    double with(int block);

    void keep(int block);
}
