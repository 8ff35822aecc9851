/** The report's figures. */
package org.dropoutlab.report.figures;
