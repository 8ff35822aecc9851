/** A user's folders of images: finding, decoding and resizing. */
package org.dropoutlab.data.image;
