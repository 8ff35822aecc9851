/** Runs a study from its definition to its report: what the command line, the examples and the tests go through. */
package org.dropoutlab.harness;
