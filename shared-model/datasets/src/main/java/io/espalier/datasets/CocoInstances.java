package io.espalier.datasets;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The content of an `instances_*.json` that is about boxes. Read as a stream of tokens, so that masks cost no memory.
///
/// @param images     with their boxes, in the order of the file
/// @param categories names by id
record CocoInstances(Collection<Image> images, SortedMap<Long, String> categories) {

    /// @param fileName below the split's folder
    /// @param width    pixels
    /// @param height   pixels
    record Image(String fileName, int width, int height, List<Box> boxes) {}

    /// @param corners  shape `(4)`: x1 y1 x2 y2 in pixels
    /// @param category id
    /// @param crowd    `iscrowd`
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Box(float[] corners, long category, boolean crowd) {}

    private static final JsonFactory JSON =
            JsonFactory.builder().disable(StreamReadFeature.AUTO_CLOSE_SOURCE).build();

    /// @param content stays open
    /// @throws IOException if it ends early
    /// @throws PipelineException.Permanent `DATASET_INVALID` naming `path` and what is wrong
    static CocoInstances parse(String path, InputStream content) throws IOException {
        try (JsonParser json = JSON.createParser(content)) {
            Reader reader = new Reader(json);
            reader.read();
            return reader.joined();
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw DatasetFailure.invalid("'" + path + "' is not a COCO file of instances: " + e.getMessage());
        }
    }

    /// One pass over the tokens; the three lists may come in any order.
    private static final class Reader {

        private final JsonParser json;
        private final Map<Long, Image> images = new HashMap<>();
        private final List<Image> inOrder = new ArrayList<>();
        private final Map<Long, List<Box>> boxes = new HashMap<>();
        private final SortedMap<Long, String> categories = new TreeMap<>();
        private final Set<Long> usedCategories = new HashSet<>();

        Reader(JsonParser json) {
            this.json = json;
        }

        void read() throws IOException {
            require(json.nextToken() == JsonToken.START_OBJECT, "it must be an object");
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String list = json.currentName();
                json.nextToken();
                switch (list) {
                    case "images" -> eachObject(this::image);
                    case "annotations" -> eachObject(this::annotation);
                    case "categories" -> eachObject(this::category);
                    default -> json.skipChildren();
                }
            }
        }

        private void eachObject(ObjectReader one) throws IOException {
            require(json.currentToken() == JsonToken.START_ARRAY, "'" + json.currentName() + "' must be a list");
            while (json.nextToken() == JsonToken.START_OBJECT) {
                one.read();
            }
        }

        private void image() throws IOException {
            long id = -1;
            int width = 0;
            int height = 0;
            String fileName = "";
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "id" -> id = json.getLongValue();
                    case "width" -> width = json.getIntValue();
                    case "height" -> height = json.getIntValue();
                    case "file_name" -> fileName = json.getText();
                    default -> json.skipChildren();
                }
            }
            require(!fileName.isEmpty(), "image " + id + " has no file_name");
            Image image = new Image(fileName, width, height, boxes.computeIfAbsent(id, unseen -> new ArrayList<>()));
            require(images.put(id, image) == null, "two images have the id " + id);
            inOrder.add(image);
        }

        private void annotation() throws IOException {
            long imageId = -1;
            long category = -1;
            boolean crowd = false;
            float[] corners = new float[0];
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "image_id" -> imageId = json.getLongValue();
                    case "category_id" -> category = json.getLongValue();
                    case "iscrowd" -> crowd = json.getValueAsInt() != 0 || json.currentToken() == JsonToken.VALUE_TRUE;
                    case "bbox" -> corners = corners(imageId);
                    default -> json.skipChildren();
                }
            }
            require(corners.length == 4, "an annotation of image " + imageId + " has no bbox");
            usedCategories.add(category);
            boxes.computeIfAbsent(imageId, unseen -> new ArrayList<>()).add(new Box(corners, category, crowd));
        }

        /// From x, y, width, height.
        private float[] corners(long imageId) throws IOException {
            require(json.currentToken() == JsonToken.START_ARRAY, "bbox must be a list, of image " + imageId);
            double[] xywh = new double[4];
            int count = 0;
            while (json.nextToken() != JsonToken.END_ARRAY) {
                require(count < 4 && json.currentToken().isNumeric(), "bbox must be four numbers, of image " + imageId);
                xywh[count++] = json.getDoubleValue();
            }
            require(count == 4, "bbox must be four numbers, of image " + imageId);
            return new float[] {
                (float) xywh[0], (float) xywh[1], (float) (xywh[0] + xywh[2]), (float) (xywh[1] + xywh[3])
            };
        }

        private void category() throws IOException {
            long id = -1;
            String name = "";
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "id" -> id = json.getLongValue();
                    case "name" -> name = json.getText();
                    default -> json.skipChildren();
                }
            }
            require(categories.put(id, name) == null, "two categories have the id " + id);
        }

        CocoInstances joined() {
            usedCategories.removeAll(categories.keySet());
            require(usedCategories.isEmpty(), "annotations have categories that it does not name: " + usedCategories);
            return new CocoInstances(inOrder, categories);
        }

        private static void require(boolean condition, String message) {
            if (!condition) {
                throw new IllegalArgumentException(message);
            }
        }
    }

    private interface ObjectReader {
        void read() throws IOException;
    }
}
