package io.espalier.npu.engine;

/// A matrix product and the convolution that it is lowered from; a plain product is a 1×1 convolution of a column of
/// pixels.
///
/// @param gemm   the product; its repeats are the convolution's groups
/// @param batch  images
/// @param input  pixels of one channel of one image
/// @param output pixels of one channel of one image, `batch · output.area() = gemm.m()` for a convolution
/// @param kernel taps; with dilation still the taps
/// @param stride in pixels
public record ProductShape(Gemm gemm, long batch, Extent input, Extent output, Extent kernel, Extent stride) {

    public ProductShape {
        if (gemm.k() % kernel.area() != 0) {
            throw new IllegalArgumentException("%s has no whole number of %s taps".formatted(gemm, kernel));
        }
    }

    /// A product of matrices: `M` pixels, one tap.
    public static ProductShape of(Gemm gemm) {
        Extent pixels = new Extent(gemm.m(), 1);
        return new ProductShape(gemm, 1, pixels, pixels, Extent.ONE, Extent.ONE);
    }

    /// Input channels of one group.
    public long channels() {
        return gemm.k() / kernel.area();
    }

    /// Whether every input channel has filters of its own.
    public boolean isDepthwise() {
        return gemm.repeats() > 1 && channels() == 1;
    }

    /// Elements of the input, of all groups.
    public long inputs() {
        return batch * gemm.repeats() * channels() * input.area();
    }

    /// Elements of the output, of all groups.
    public long outputs() {
        return gemm.repeats() * gemm.m() * gemm.n();
    }

    /// The same layer with other numbers of channels, as after channels without weights were taken out.
    public ProductShape withChannels(long channels, long outputChannels) {
        Gemm smaller = new Gemm(gemm.m(), outputChannels, channels * kernel.area(), gemm.repeats());
        return new ProductShape(smaller, batch, input, output, kernel, stride);
    }

    /// Height and width, both ≥ 1; further spatial axes count as height.
    public record Extent(long height, long width) {

        static final Extent ONE = new Extent(1, 1);

        public Extent {
            if (height < 1 || width < 1) {
                throw new IllegalArgumentException("an extent must be at least 1, was " + height + " by " + width);
            }
        }

        public long area() {
            return Math.multiplyExact(height, width);
        }
    }
}
