/** What the runnable examples print with, and the Markdown pages rendered from them. */
package org.dropoutlab.notebook;
