package io.espalier.smart.channels;

import io.espalier.onnx.Dim;
import io.espalier.onnx.Node;
import io.espalier.onnx.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Reshapes, flattening and extents of 1 put in or taken out.
final class ViewRules {

    private final Trace trace;

    ViewRules(Trace trace) {
        this.trace = trace;
    }

    /// The same elements under another shape: channels are followed if all before them stays, and what follows them
    /// is merged into them, or each was several positions that come apart again.
    void view(Node node) {
        trace.pinFrom(node, 1);
        trace.flow(node, 0).ifPresent(flow -> viewed(flow, trace.shape(node, 0), trace.shape(node.output()))
                .ifPresentOrElse(seen -> trace.put(node, seen), () -> trace.pin(flow.ids())));
    }

    private Optional<Flow> viewed(Flow flow, Shape from, Shape to) {
        List<Dim> before = significant(from.dims().subList(0, flow.axis()));
        int axis = 0;
        while (axis < to.rank() && !(before.equals(significant(to.dims().subList(0, axis))) && isWide(to, axis))) {
            axis++;
        }
        OptionalInt extent = trace.extent(to, axis);
        if (extent.isEmpty()) {
            return Optional.empty();
        }
        return extent.getAsInt() >= flow.extent()
                ? merged(flow, axis, extent.getAsInt(), from)
                : parted(flow, axis, extent.getAsInt());
    }

    private static boolean isWide(Shape shape, int axis) {
        return !shape.dim(axis).equals(Dim.of(1));
    }

    private static List<Dim> significant(List<Dim> dims) {
        return dims.stream().filter(dim -> !dim.equals(Dim.of(1))).toList();
    }

    /// Each channel becomes as many positions as it has elements in the axes that are merged into it.
    private Optional<Flow> merged(Flow flow, int axis, int extent, Shape from) {
        long product = 1;
        for (int i = flow.axis() + 1; i < from.rank() && product * flow.extent() < extent; i++) {
            OptionalInt next = trace.extent(from, i);
            product *= next.orElse(0);
        }
        if (product * flow.extent() != extent) {
            return Optional.empty();
        }
        int times = (int) product;
        int[] ids = new int[extent];
        boolean[] live = new boolean[extent];
        Arrays.setAll(ids, i -> flow.ids()[i / times]);
        for (int i = 0; i < extent; i++) {
            live[i] = flow.live()[i / times];
        }
        return Optional.of(new Flow(axis, ids, live));
    }

    private static Optional<Flow> parted(Flow flow, int axis, int extent) {
        if (extent == 0 || flow.extent() % extent != 0) {
            return Optional.empty();
        }
        int times = flow.extent() / extent;
        int[] ids = new int[extent];
        boolean[] live = new boolean[extent];
        for (int i = 0; i < flow.extent(); i++) {
            if (flow.ids()[i] != flow.ids()[i / times * times]) {
                return Optional.empty();
            }
            ids[i / times] = flow.ids()[i];
            live[i / times] |= flow.live()[i];
        }
        return Optional.of(new Flow(axis, ids, live));
    }
}
