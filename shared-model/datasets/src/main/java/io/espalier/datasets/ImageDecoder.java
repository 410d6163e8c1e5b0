package io.espalier.datasets;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// JPEG and PNG to 8-bit RGB. An alpha channel is dropped; grey is repeated in the three channels. Thread-safe.
final class ImageDecoder {

    /// Guards against a file of a few bytes that announces gigapixels.
    private static final long MAX_PIXELS = 1L << 24;

    static {
        // Images need no display; without this, some platforms look for one. A setting of the user stays.
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
    }

    /// A reader takes longer to make than a small image takes to read.
    private static final ThreadLocal<Map<String, ImageReader>> READERS = ThreadLocal.withInitial(HashMap::new);

    private ImageDecoder() {}

    /// @param path what the image is called in messages
    /// @throws CorruptImageException if `file` is not a whole image of a known kind
    static DecodedImage decode(String path, byte[] file) throws CorruptImageException {
        return convert(read(path, file));
    }

    /// The stored values of a palette or grey image, `(h, w)`: what a mask's pixels say.
    ///
    /// @throws CorruptImageException if `file` is not a whole image of a known kind
    /// @throws PipelineException.Permanent `DATASET_INVALID` if it has colours, or a value above 255
    static DecodedImage decodeIndices(String path, byte[] file) throws CorruptImageException {
        BufferedImage image = read(path, file);
        if (!(image.getColorModel() instanceof IndexColorModel) && !isGrey(image)) {
            throw DatasetFailure.invalid("mask '" + path
                    + "' is an image in colours; save it with one class index a pixel (palette or grey)");
        }
        int[] values = image.getRaster().getSamples(0, 0, image.getWidth(), image.getHeight(), 0, (int[]) null);
        byte[] indices = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            if (values[i] > 255) {
                throw DatasetFailure.invalid("mask '" + path + "' has the value " + values[i] + "; indices end at 255");
            }
            indices[i] = (byte) values[i];
        }
        return new DecodedImage(indices, 1, Framing.identity(image.getHeight(), image.getWidth()), 0);
    }

    private static BufferedImage read(String path, byte[] file) throws CorruptImageException {
        String format = format(file);
        if (format.isEmpty()) {
            throw new CorruptImageException("'" + path + "' is not a JPEG or PNG image");
        }
        ImageReader reader = READERS.get().computeIfAbsent(format, ImageDecoder::reader);
        try (ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(input, true, true);
            requirePixels(path, reader);
            return reader.read(0);
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) { // what decoders throw on noise
            throw new CorruptImageException("'" + path + "' is not a readable image: " + e.getMessage());
        } finally {
            reader.reset();
        }
    }

    /// By the first bytes: ITU-T T.81 (SOI marker), ISO/IEC 15948 (PNG signature).
    private static String format(byte[] file) {
        boolean jpeg = file.length > 2 && file[0] == (byte) 0xff && file[1] == (byte) 0xd8;
        boolean png = file.length > 4 && file[0] == (byte) 0x89 && file[1] == 'P' && file[2] == 'N' && file[3] == 'G';
        return jpeg ? "jpeg" : png ? "png" : "";
    }

    private static ImageReader reader(String format) {
        return ImageIO.getImageReadersByFormatName(format).next(); // the platform's own module has both
    }

    private static void requirePixels(String path, ImageReader reader) throws IOException, CorruptImageException {
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MAX_PIXELS) {
            throw new CorruptImageException(
                    "'" + path + "' has " + pixels + " pixels; an image may have " + MAX_PIXELS);
        }
    }

    private static DecodedImage convert(BufferedImage image) {
        int plane = image.getHeight() * image.getWidth();
        byte[] chw = new byte[DecodedImage.CHANNELS * plane];
        if (isGrey(image)) {
            grey(image, chw, plane);
        } else if (image.getType() == BufferedImage.TYPE_3BYTE_BGR) {
            reverse(((DataBufferByte) image.getRaster().getDataBuffer()).getData(), chw, plane);
        } else {
            colour(image, chw, plane);
        }
        return new DecodedImage(chw, DecodedImage.CHANNELS, Framing.identity(image.getHeight(), image.getWidth()), 0);
    }

    /// What JPEG and plain PNG decode to: interleaved blue, green, red.
    private static void reverse(byte[] bgr, byte[] chw, int plane) {
        for (int i = 0; i < plane; i++) {
            chw[i] = bgr[3 * i + 2];
            chw[plane + i] = bgr[3 * i + 1];
            chw[2 * plane + i] = bgr[3 * i];
        }
    }

    private static void colour(BufferedImage image, byte[] chw, int plane) {
        int[] rgb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        for (int i = 0; i < plane; i++) {
            chw[i] = (byte) (rgb[i] >> 16);
            chw[plane + i] = (byte) (rgb[i] >> 8);
            chw[2 * plane + i] = (byte) rgb[i];
        }
    }

    private static boolean isGrey(BufferedImage image) {
        return !(image.getColorModel() instanceof IndexColorModel)
                && image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    }

    /// The stored values: `getRGB` would take them for linear light and brighten them.
    private static void grey(BufferedImage image, byte[] chw, int plane) {
        Raster raster = image.getRaster();
        int[] values = raster.getSamples(0, 0, image.getWidth(), image.getHeight(), 0, (int[]) null);
        int surplusBits = raster.getSampleModel().getSampleSize(0) - Byte.SIZE;
        for (int i = 0; i < plane; i++) {
            byte value = (byte) (values[i] >> Math.max(surplusBits, 0));
            chw[i] = value;
            chw[plane + i] = value;
            chw[2 * plane + i] = value;
        }
    }
}
