/** The sections of a report; {@link org.dropoutlab.report.sections.Topics} lists all topics. */
package org.dropoutlab.report.sections;
