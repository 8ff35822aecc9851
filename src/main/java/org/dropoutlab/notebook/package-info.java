/**
 * Examples that read like notebooks, and the pages that are rendered from them. Imports report and study.
 */
package org.dropoutlab.notebook;
