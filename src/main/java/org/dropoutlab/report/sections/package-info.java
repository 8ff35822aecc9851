/** The sections of a report, from {@link org.dropoutlab.report.sections.Topics}, the list of all that there may be. */
package org.dropoutlab.report.sections;
