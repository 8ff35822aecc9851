/** Console, page, figures, CSV and JSON, all from the same results. */
package org.dropoutlab.report;
