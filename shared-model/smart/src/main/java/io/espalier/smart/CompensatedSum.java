package io.espalier.smart;

/// A sum whose error does not grow with its length (Ogita, Rump and Oishi 2005, algorithm Sum2, with Knuth's
/// TwoSum: no branch, so signs and sizes in random order cost nothing).
final class CompensatedSum {

    private double sum;
    private double lost;

    void add(double value) {
        double next = sum + value;
        double added = next - sum;
        lost += (sum - (next - added)) + (value - added);
        sum = next;
    }

    double value() {
        return sum + lost;
    }

    static double of(double[] values) {
        CompensatedSum sum = new CompensatedSum();
        for (double value : values) {
            sum.add(value);
        }
        return sum.value();
    }
}
