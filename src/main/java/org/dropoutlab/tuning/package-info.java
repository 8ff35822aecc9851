/** From a study to one that chooses a level of one of its arms: which numbers can be tuned, and what is tried. */
package org.dropoutlab.tuning;
