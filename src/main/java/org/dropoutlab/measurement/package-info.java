/**
 * Measurements of a trial: metrics, learning curves, probes and their readings, as plain records. Imports nothing
 * of the project.
 */
package org.dropoutlab.measurement;
