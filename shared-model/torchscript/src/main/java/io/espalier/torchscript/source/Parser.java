package io.espalier.torchscript.source;

import io.espalier.torchscript.source.SourceFile.Function;
import io.espalier.torchscript.source.SourceFile.Parameter;
import io.espalier.torchscript.source.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the subset of Python that torch.jit.save writes; types are read over.
///
/// Source: `torch/csrc/jit/serialization/python_print.cpp`.
final class Parser {

    /// Deeper nesting is refused instead of overflowing the stack.
    private static final int DEEPEST = 200;

    private final String path;
    private final TokenStream in;
    private final ExpressionParser expressions;
    private int depth;

    Parser(String path, String text) {
        this.path = path;
        this.in = new TokenStream(path, text);
        this.expressions = new ExpressionParser(in);
    }

    SourceFile file() {
        Map<String, Function> functions = new LinkedHashMap<>();
        Map<String, Map<String, Function>> classes = new LinkedHashMap<>();
        while (in.peek().kind() != Kind.END) {
            if (in.skipName("class")) {
                classes.put(in.expect(Kind.NAME).text(), classBody());
            } else if (in.skipName("def")) {
                Function function = function();
                functions.put(function.name(), function);
            } else {
                statement(new ArrayList<>());
            }
        }
        return new SourceFile(path, functions, classes);
    }

    private Map<String, Function> classBody() {
        if (in.peek().is("(")) {
            expressions.expression();
        }
        openBlock();
        Map<String, Function> methods = new LinkedHashMap<>();
        while (in.peek().kind() != Kind.CLOSE) {
            if (in.skipName("def")) {
                Function method = function();
                methods.put(method.name(), method);
            } else {
                statement(new ArrayList<>());
            }
        }
        in.next();
        return methods;
    }

    private Function function() {
        String name = in.expect(Kind.NAME).text();
        in.expect("(");
        List<Parameter> parameters = new ArrayList<>();
        while (!in.skip(")")) {
            parameters.add(parameter());
            if (!in.peek().is(")")) {
                in.expect(",");
            }
        }
        if (in.skip("->")) {
            expressions.expression();
        }
        return new Function(path, name, List.copyOf(parameters), block());
    }

    private Parameter parameter() {
        in.skip("*");
        String name = in.expect(Kind.NAME).text();
        if (in.skip(":")) {
            expressions.expression();
        }
        return new Parameter(name, in.skip("=") ? Optional.of(expressions.expression()) : Optional.empty());
    }

    private void openBlock() {
        in.expect(":");
        in.expect(Kind.NEWLINE);
        in.expect(Kind.OPEN);
    }

    private List<Statement> block() {
        if (++depth > DEEPEST) {
            throw in.unexpected("less than " + DEEPEST + " nested blocks");
        }
        openBlock();
        List<Statement> statements = new ArrayList<>();
        while (in.peek().kind() != Kind.CLOSE) {
            statement(statements);
        }
        in.next();
        depth--;
        return List.copyOf(statements);
    }

    private void statement(List<Statement> into) {
        int line = in.peek().line();
        if (in.skipName("if")) {
            into.add(choice(line));
        } else if (in.skipName("for")) {
            into.add(loop(line));
        } else if (in.skipName("while")) {
            into.add(new Statement.While(expressions.expression(), block(), line));
        } else {
            simple(into);
            in.expect(Kind.NEWLINE);
        }
    }

    private Statement choice(int line) {
        Expression condition = expressions.expression();
        List<Statement> then = block();
        return new Statement.If(condition, then, in.skipName("else") ? block() : List.of(), line);
    }

    private Statement loop(int line) {
        Expression target = expressions.expressions();
        if (!in.skipName("in")) {
            throw in.unexpected("'in'");
        }
        return new Statement.For(target, expressions.expression(), block(), line);
    }

    private void simple(List<Statement> into) {
        if (in.skipName("pass")) {
            return;
        }
        if (in.skipName("return")) {
            into.add(new Statement.Return(expressions.expressions()));
            return;
        }
        Expression first = expressions.expressions();
        if (in.skip(":")) {
            expressions.expression(); // the variable's type
        }
        into.add(in.skip("=") ? new Statement.Assign(first, expressions.expressions()) : new Statement.Evaluate(first));
    }
}
