package org.dropoutlab.report.figures;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;

/** Something that can be drawn anywhere: on a bitmap as well as in a vector file. */
@FunctionalInterface
public interface Drawing {

    /** Draws itself into {@code area}. */
    void draw(Graphics2D graphics, Rectangle2D area);
}
