package org.dropoutlab.report.figures;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;

/** Graphics for bitmaps and vector files alike. */
@FunctionalInterface
public interface Drawing {

    /** Draws into {@code area}. */
    void draw(Graphics2D graphics, Rectangle2D area);
}
