package org.dropoutlab.data.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dropoutlab.data.image.ClassFolders.Found;
import org.dropoutlab.data.image.PictureFile.Picture;
import org.dropoutlab.experiment.DataWarning;

/** Images with the same bytes as others. */
final class CopiedImages {
    private CopiedImages() {}

    static List<DataWarning> warnings(List<Found> found, List<Picture> pictures) {
        Map<String, Found> first = new LinkedHashMap<>();
        List<String> copies = new ArrayList<>();
        List<String> contradictions = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            Found image = found.get(i);
            Found original = first.putIfAbsent(pictures.get(i).sha256(), image);
            if (original != null) {
                String pair = "%s of %s".formatted(image.name(), original.name());
                (original.label() == image.label() ? copies : contradictions).add(pair);
            }
        }
        List<DataWarning> warnings = new ArrayList<>();
        if (!copies.isEmpty()) {
            warnings.add(new DataWarning(
                    DataWarning.Kind.DUPLICATE_ROWS,
                    List.of(),
                    "%,d images are byte-for-byte copies of others, such as %s; a copy in training and one in test data make the results too optimistic"
                            .formatted(copies.size(), copies.get(0)),
                    "Remove the copies."));
        }
        if (!contradictions.isEmpty()) {
            warnings.add(new DataWarning(
                    DataWarning.Kind.CONTRADICTORY_ROWS,
                    List.of(),
                    "%,d images are copies of images of another class, such as %s; no network can tell these apart"
                            .formatted(contradictions.size(), contradictions.get(0)),
                    "Remove the wrong ones."));
        }
        return warnings;
    }
}
