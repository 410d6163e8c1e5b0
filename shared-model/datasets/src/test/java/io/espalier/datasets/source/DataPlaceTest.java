package io.espalier.datasets.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.contracts.ErrorCode;
import io.espalier.contracts.PipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataPlaceTest {

    private static final SpecAuthor PUSHER = new SpecAuthor.Pusher(null);

    @TempDir
    Path directory;

    private Path data;
    private Path outside;

    @BeforeEach
    void files() throws IOException {
        data = Files.createDirectories(directory.resolve("data"));
        outside = Files.createDirectories(directory.resolve("secret"));
        Files.createDirectory(data.resolve("set"));
        Files.write(data.resolve("set.zip"), new byte[1]);
        Files.write(outside.resolve("set.zip"), new byte[1]);
    }

    @Test
    void anOperatorMayNameAnyFile() {
        for (String uri :
                List.of("../secret", outside.toString(), outside.toUri().toString(), "zip:../secret/set.zip")) {
            assertThat(DataLocation.of(uri, new DataPlace(data, new SpecAuthor.Operator())))
                    .isNotNull();
        }
    }

    @Test
    void aPusherIsToldTheSameOfWhatIsOutsideWhetherItIsThereOrNot() {
        for (String uri : List.of(
                "../secret",
                "../absent",
                "set/../../secret",
                outside.toString(),
                outside + "/absent",
                outside.toUri().toString(),
                "zip:../secret/set.zip!/x",
                "tar:" + outside.resolve("set.zip"))) {
            assertThatThrownBy(() -> DataLocation.of(uri, new DataPlace(data, PUSHER)))
                    .as(uri)
                    .isInstanceOfSatisfying(
                            PipelineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATASET_NOT_FOUND))
                    .hasMessage("data.uri '" + uri + "' leads out of the data directory of this installation;"
                            + " name a file or folder in it, relative to it");
        }
    }

    @Test
    void aPusherIsNotToldWhereTheDataDirectoryIs() {
        for (String uri : List.of("absent", "zip:absent.zip!/x", "zip:set!/x")) {
            assertThatThrownBy(() -> DataLocation.of(uri, new DataPlace(data, PUSHER)))
                    .hasMessageContaining("data.uri '" + uri + "'")
                    .hasMessageNotContaining(data.toString());
        }
    }

    @Test
    void linksOfTheOperatorHold() throws IOException {
        Path linked = Files.createSymbolicLink(directory.resolve("linked"), data);
        Files.createSymbolicLink(data.resolve("elsewhere"), outside);

        for (Path place : List.of(data, linked)) {
            for (String uri :
                    List.of("set", "elsewhere", "zip:elsewhere/set.zip!/x", data + "/set", "set/../set.zip")) {
                assertThat(DataLocation.of(uri, new DataPlace(place, PUSHER)))
                        .as(uri)
                        .isNotNull();
            }
        }
    }
}
