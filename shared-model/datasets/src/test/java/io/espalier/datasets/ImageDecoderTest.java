package io.espalier.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class ImageDecoderTest {

    @Test
    void repeatsStoredGreyValues() throws Exception {
        BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setSample(0, 0, 0, 100);
        grey.getRaster().setSample(1, 0, 0, 200);

        DecodedImage image = ImageDecoder.decode("grey.png", Fixtures.encode(grey, "png"));

        assertThat(image.samples())
                .containsExactly((byte) 100, (byte) 200, (byte) 100, (byte) 200, (byte) 100, (byte) 200);
    }

    @Test
    void keepsTheHighByteOfSixteenBitGrey() throws Exception {
        BufferedImage grey = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
        grey.getRaster().setSample(0, 0, 0, 0xabcd);

        DecodedImage image = ImageDecoder.decode("grey.png", Fixtures.encode(grey, "png"));

        assertThat(image.samples()).containsOnly((byte) 0xab);
    }

    @Test
    void dropsAlphaWithoutBlending() throws Exception {
        BufferedImage translucent = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
        translucent.setRGB(0, 0, 0x40c08020);

        DecodedImage image = ImageDecoder.decode("alpha.png", Fixtures.encode(translucent, "png"));

        assertThat(image.samples()).containsExactly((byte) 0xc0, (byte) 0x80, (byte) 0x20);
    }

    @Test
    void looksUpPalettes() throws Exception {
        BufferedImage indexed = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_INDEXED);
        indexed.setRGB(0, 0, 0xffff0000);

        DecodedImage image = ImageDecoder.decode("palette.png", Fixtures.encode(indexed, "png"));

        assertThat(image.samples()).containsExactly((byte) 0xff, (byte) 0, (byte) 0);
    }

    @Test
    void readsJpegWhateverTheNameSays() throws Exception {
        BufferedImage white = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        white.createGraphics().fillRect(0, 0, 8, 8);

        DecodedImage image = ImageDecoder.decode("white.png", Fixtures.encode(white, "jpg"));

        assertThat(image.samples()).hasSize(192).containsOnly((byte) 0xff);
    }
}
