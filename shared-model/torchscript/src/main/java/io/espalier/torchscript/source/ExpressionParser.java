package io.espalier.torchscript.source;

import io.espalier.torchscript.source.Token.Kind;
import io.espalier.torchscript.value.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads expressions. The printer of torch.jit.save writes nearly everything as a call, so there are no infix
/// operators.
final class ExpressionParser {

    /// Deeper nesting is refused instead of overflowing the stack.
    private static final int DEEPEST = 500;

    private final TokenStream in;
    private int depth;

    ExpressionParser(TokenStream in) {
        this.in = in;
    }

    Expression expression() {
        if (++depth > DEEPEST) {
            throw in.unexpected("less than " + DEEPEST + " nested expressions");
        }
        Expression value = in.skip("-") ? new Expression.Negated(suffixed()) : suffixed();
        if (in.skipName("if")) {
            Expression condition = expression();
            if (!in.skipName("else")) {
                throw in.unexpected("'else'");
            }
            value = new Expression.Choice(condition, value, expression());
        }
        depth--;
        return value;
    }

    /// One expression, or several with commas between them as a tuple.
    Expression expressions() {
        Expression first = expression();
        if (!in.peek().is(",")) {
            return first;
        }
        List<Expression> items = new ArrayList<>(List.of(first));
        while (in.skip(",")
                && !in.peek().is("=")
                && !in.peek().is("]")
                && in.peek().kind() != Kind.NEWLINE) {
            items.add(expression());
        }
        return new Expression.Items(List.copyOf(items), true);
    }

    private Expression suffixed() {
        Expression value = primary();
        while (true) {
            if (in.skip(".")) {
                value = new Expression.Attribute(value, in.expect(Kind.NAME).text());
            } else if (in.skip("[")) {
                Expression index = in.peek().is("]") ? new Expression.Items(List.of(), true) : expressions();
                in.expect("]");
                value = new Expression.Subscript(value, index);
            } else if (in.peek().is("(")) {
                value = call(value);
            } else {
                return value;
            }
        }
    }

    private Expression call(Expression function) {
        int line = in.next().line();
        List<Expression> arguments = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        while (!in.skip(")")) {
            Expression argument = expression();
            if (argument instanceof Expression.Name name && in.skip("=")) {
                named.put(name.name(), expression());
            } else {
                arguments.add(argument);
            }
            if (!in.peek().is(")")) {
                in.expect(",");
            }
        }
        return new Expression.Call(function, List.copyOf(arguments), named, line);
    }

    private Expression primary() {
        Token token = in.next();
        return switch (token.kind()) {
            case NAME -> named(token.text());
            case NUMBER -> new Expression.Constant(number(token.text()));
            case STRING -> text(token.text());
            case SIGN -> bracketed(token);
            case NEWLINE, OPEN, CLOSE, END -> throw in.unexpected("an expression before it");
        };
    }

    private static Expression named(String name) {
        return switch (name) {
            case "None" -> new Expression.Constant(new Scalar.None());
            case "True" -> new Expression.Constant(new Scalar.Bool(true));
            case "False" -> new Expression.Constant(new Scalar.Bool(false));
            default -> new Expression.Name(name);
        };
    }

    private Scalar number(String digits) {
        try {
            return digits.matches("[0-9]+") ? new Scalar.Int(Long.parseLong(digits)) : new Scalar.Real(real(digits));
        } catch (NumberFormatException e) {
            throw in.unexpected("a number of 64 bits before it, not " + digits);
        }
    }

    private static double real(String digits) {
        return Double.parseDouble(digits);
    }

    private Expression text(String first) {
        StringBuilder content = new StringBuilder(first);
        while (in.peek().kind() == Kind.STRING) {
            content.append(in.next().text());
        }
        return new Expression.Constant(new Scalar.Text(content.toString()));
    }

    private Expression bracketed(Token open) {
        return switch (open.text()) {
            case "(" -> parenthesized();
            case "[" -> new Expression.Items(until("]", new ArrayList<>()), false);
            case "{" -> dictionary();
            default -> throw in.unexpected("an expression instead of '" + open.text() + "' before it");
        };
    }

    private Expression parenthesized() {
        if (in.skip(")")) {
            return new Expression.Items(List.of(), true);
        }
        Expression first = expression();
        if (in.skip(")")) {
            return first;
        }
        in.expect(",");
        return new Expression.Items(until(")", new ArrayList<>(List.of(first))), true);
    }

    private List<Expression> until(String close, List<Expression> items) {
        while (!in.skip(close)) {
            items.add(expression());
            if (!in.peek().is(close)) {
                in.expect(",");
            }
        }
        return List.copyOf(items);
    }

    private Expression dictionary() {
        List<Expression> keys = new ArrayList<>();
        List<Expression> values = new ArrayList<>();
        while (!in.skip("}")) {
            keys.add(expression());
            in.expect(":");
            values.add(expression());
            if (!in.peek().is("}")) {
                in.expect(",");
            }
        }
        return new Expression.Entries(List.copyOf(keys), List.copyOf(values));
    }
}
