package io.espalier.datasets;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// One `Annotations/NAME.xml`.
///
/// @param width   of the image in pixels, 0 where the file does not say
/// @param height  of the image in pixels, 0 where the file does not say
/// @param objects those with a box
record VocAnnotation(int width, int height, List<VocObject> objects) {

    /// Corners are pixels counted from 1, both inclusive, as in the file.
    ///
    /// @param difficult objects that the challenge neither rewards nor punishes
    record VocObject(String className, double xmin, double ymin, double xmax, double ymax, boolean difficult) {}

    private static final String OBJECT = "annotation/object";

    private static final XMLInputFactory XML = XMLInputFactory.newDefaultFactory();

    static {
        XML.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        XML.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XML.setProperty(XMLInputFactory.IS_COALESCING, true);
        XML.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing outside of the file is read");
        });
    }

    /// @throws CorruptImageException if it is no XML, has a document type, or an object without class or corners
    static VocAnnotation parse(String path, byte[] content) throws CorruptImageException {
        try {
            XMLStreamReader xml = XML.createXMLStreamReader(new ByteArrayInputStream(content));
            return read(xml);
        } catch (XMLStreamException | IllegalArgumentException e) {
            throw new CorruptImageException("'" + path + "' is not a Pascal VOC annotation: " + e.getMessage());
        }
    }

    /// The texts of an object are those right below it and below its `bndbox`; parts of it have boxes of their own.
    private static VocAnnotation read(XMLStreamReader xml) throws XMLStreamException {
        Deque<String> place = new ArrayDeque<>();
        Map<String, String> texts = new HashMap<>();
        List<VocObject> objects = new ArrayList<>();
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.DTD -> throw new XMLStreamException("a document type is not allowed");
                case XMLStreamConstants.START_ELEMENT -> place.addLast(xml.getLocalName());
                case XMLStreamConstants.CHARACTERS ->
                    texts.merge(String.join("/", place), xml.getText().strip(), String::concat);
                case XMLStreamConstants.END_ELEMENT -> {
                    if (String.join("/", place).equals(OBJECT)) {
                        objects.add(object(texts));
                        texts.keySet().removeIf(key -> key.startsWith(OBJECT));
                    }
                    place.removeLast();
                }
                default -> {} // comments, white space
            }
        }
        return new VocAnnotation(extent(texts, "width"), extent(texts, "height"), objects);
    }

    private static int extent(Map<String, String> texts, String axis) {
        return Integer.parseInt(texts.getOrDefault("annotation/size/" + axis, "0"));
    }

    private static VocObject object(Map<String, String> texts) {
        String name = texts.getOrDefault(OBJECT + "/name", "");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("an object has no name");
        }
        return new VocObject(
                name,
                corner(texts, "xmin"),
                corner(texts, "ymin"),
                corner(texts, "xmax"),
                corner(texts, "ymax"),
                texts.getOrDefault(OBJECT + "/difficult", "0").equals("1"));
    }

    private static double corner(Map<String, String> texts, String corner) {
        String text = texts.getOrDefault(OBJECT + "/bndbox/" + corner, "");
        double value = text.isEmpty() ? Double.NaN : Double.parseDouble(text);
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("an object has no " + corner);
        }
        return value;
    }

    /// @throws CorruptImageException if the file says another extent than the image has
    void requireExtent(String imagePath, Framing found) throws CorruptImageException {
        boolean said = width > 0 && height > 0;
        if (said && (width != found.sourceWidth() || height != found.sourceHeight())) {
            throw new CorruptImageException("'" + imagePath + "' has " + found.sourceExtent()
                    + ", but its annotation says " + width + "x" + height);
        }
    }

    List<String> classNames() {
        return objects.stream().map(VocObject::className).collect(Collectors.toList());
    }

    /// In coordinates from 0: the first pixel counts from 1 and begins at 0, the last one ends at its number.
    ///
    /// @param names all class names, by index
    BoxList boxes(List<String> names) {
        int count = objects.size();
        BoxList boxes = new BoxList(new float[4 * count], new int[count], new boolean[count]);
        for (int k = 0; k < count; k++) {
            VocObject object = objects.get(k);
            boxes.corners()[4 * k] = (float) (object.xmin() - 1);
            boxes.corners()[4 * k + 1] = (float) (object.ymin() - 1);
            boxes.corners()[4 * k + 2] = (float) object.xmax();
            boxes.corners()[4 * k + 3] = (float) object.ymax();
            boxes.classes()[k] = names.indexOf(object.className());
            boxes.crowd()[k] = object.difficult();
        }
        return boxes;
    }
}
