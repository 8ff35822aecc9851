/** Console output of the runnable examples, and the Markdown pages rendered from them. */
package org.dropoutlab.notebook;
