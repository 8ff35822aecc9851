/** Examples that read like notebooks, and the pages that are rendered from them. */
package org.dropoutlab.notebook;
