/** Reports: the page, the console table, summary.json and curves.csv, all from the same results. */
package org.dropoutlab.report;
