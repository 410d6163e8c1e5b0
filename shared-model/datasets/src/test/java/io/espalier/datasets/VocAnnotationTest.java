package io.espalier.datasets;

import static io.espalier.datasets.Fixtures.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocAnnotationTest {

    private static final String BOX =
            "<bndbox><xmin>1</xmin><ymin>1</ymin><xmax>4</xmax><ymax>4</ymax></bndbox></object></annotation>";

    @TempDir
    Path folder;

    @Test
    void readsNoFileOfTheMachine() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "the secret");
        String attack = "<!DOCTYPE annotation [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>"
                + "<annotation><object><name>&x;</name>" + BOX;

        assertThatThrownBy(() -> VocAnnotation.parse("evil.xml", text(attack)))
                .isInstanceOf(CorruptImageException.class)
                .hasMessageStartingWith("'evil.xml' is not a Pascal VOC annotation")
                .hasMessageNotContaining("the secret");
    }

    /// A billion laughs: the document type is refused before anything in it is looked at.
    @Test
    void expandsNoEntities() {
        StringBuilder attack = new StringBuilder("<!DOCTYPE annotation [<!ENTITY a0 \"ha\">");
        for (int i = 1; i < 30; i++) {
            attack.append("<!ENTITY a%d \"&a%d;&a%d;\">".formatted(i, i - 1, i - 1));
        }
        attack.append("]><annotation><object><name>&a29;</name>").append(BOX);

        assertThatThrownBy(() -> VocAnnotation.parse("laughs.xml", text(attack.toString())))
                .isInstanceOf(CorruptImageException.class)
                .hasMessageContaining("document type");
    }

    @Test
    void refusesWhatIsNoObject() {
        assertCorrupt("<annotation><object>" + BOX, "no name");
        assertCorrupt("<annotation><object><name>x</name></object></annotation>", "no xmin");
        assertCorrupt("<annotation><object><name>x</name>" + BOX.replace(">4<", ">four<"), "four");
        assertCorrupt("<annotation><object>", "Pascal VOC");
    }

    private static void assertCorrupt(String xml, String message) {
        assertThatThrownBy(() -> VocAnnotation.parse("a.xml", text(xml)))
                .isInstanceOf(CorruptImageException.class)
                .hasMessageContaining(message);
    }

    @Test
    void keepsPredefinedEntitiesOfNames() throws CorruptImageException {
        VocAnnotation annotation =
                VocAnnotation.parse("a.xml", text("<annotation><object><name>cat &amp; dog</name>" + BOX));

        assertThat(annotation.classNames()).containsExactly("cat & dog");
    }
}
