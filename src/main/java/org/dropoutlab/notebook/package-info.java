/**
 * Examples that read like notebooks, and the pages that are rendered from them. Imports report, study and backend.
 */
package org.dropoutlab.notebook;
