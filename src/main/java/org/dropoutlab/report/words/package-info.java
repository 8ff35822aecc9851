/** The report's sentences and number formats. */
package org.dropoutlab.report.words;
