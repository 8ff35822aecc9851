/**
 * Runs a study from its definition to its report. Imports engine, record and report; imported by the command line and the examples.
 */
package org.dropoutlab.harness;
