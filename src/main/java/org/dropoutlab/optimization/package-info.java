/** Optimizers and schedules as plain values. Imports nothing of the project. */
package org.dropoutlab.optimization;
