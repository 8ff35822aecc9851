/** The parts of a network that direct steps can train: outputs from inputs, derivatives from errors. */
package org.dropoutlab.steps.layer;
