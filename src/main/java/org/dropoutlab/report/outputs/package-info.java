/** Sections about the final outputs for test data, where trials keep them: confusions, curves, reliability, errors. */
package org.dropoutlab.report.outputs;
