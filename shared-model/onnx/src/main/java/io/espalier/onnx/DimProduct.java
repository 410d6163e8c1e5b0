package io.espalier.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A product of extents, `factor · s1 · s2 · …`, in which symbols can be cancelled: what Reshape's -1 is made from.
///
/// @param symbols sorted; a symbol stands once for each power
record DimProduct(long factor, List<String> symbols) {

    static final DimProduct ONE = new DimProduct(1, List.of());

    DimProduct {
        symbols = symbols.stream().sorted().toList();
    }

    static DimProduct of(Dim dim) {
        return switch (dim) {
            case Dim.Fixed fixed -> new DimProduct(fixed.size(), List.of());
            case Dim.Symbolic symbolic -> parse(symbolic.symbol());
        };
    }

    static DimProduct of(List<Dim> dims) {
        DimProduct product = ONE;
        for (Dim dim : dims) {
            product = product.times(of(dim));
        }
        return product;
    }

    DimProduct times(DimProduct other) {
        List<String> all = new ArrayList<>(symbols);
        all.addAll(other.symbols);
        return new DimProduct(Math.multiplyExact(factor, other.factor), all);
    }

    /// The quotient if it is exact whatever the symbols stand for.
    Optional<DimProduct> dividedBy(DimProduct other) {
        List<String> left = new ArrayList<>(symbols);
        for (String symbol : other.symbols) {
            if (!left.remove(symbol)) {
                return Optional.empty();
            }
        }
        return other.factor == 0 || factor % other.factor != 0
                ? Optional.empty()
                : Optional.of(new DimProduct(factor / other.factor, left));
    }

    Dim toDim() {
        if (symbols.isEmpty() || factor == 0) {
            return Dim.of(factor);
        }
        String product = String.join("*", symbols);
        return Dim.of(factor == 1 ? product : factor + "*" + product);
    }

    /// The product with every symbol standing for `size`.
    Dim bound(long size) {
        long product = factor;
        for (String symbol : symbols) {
            if (symbol.contains("(")) {
                throw new IllegalStateException("extent must be a product of symbols, was '" + symbol + "'");
            }
            product = Math.multiplyExact(product, size);
        }
        return Dim.of(product);
    }

    /// Splits `4*batch*(h + 1)` at the stars outside parentheses.
    private static DimProduct parse(String symbol) {
        List<String> symbols = new ArrayList<>();
        long factor = 1;
        for (String part : outermost(symbol)) {
            if (!part.isEmpty() && part.length() < 18 && part.chars().allMatch(c -> c >= '0' && c <= '9')) {
                factor = Math.multiplyExact(factor, Long.parseLong(part));
            } else {
                symbols.add(part);
            }
        }
        return new DimProduct(factor, symbols);
    }

    private static List<String> outermost(String symbol) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < symbol.length(); i++) {
            char c = symbol.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == '*' && depth == 0) {
                parts.add(symbol.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(symbol.substring(start));
        return parts;
    }
}
