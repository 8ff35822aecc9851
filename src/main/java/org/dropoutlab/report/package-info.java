/**
 * Console, page, figures, CSV and JSON, all from the same results. Imports evaluation and record.
 */
package org.dropoutlab.report;
