/** The report's sections beyond the main results, one for each kind of finding. */
package org.dropoutlab.report.sections;
