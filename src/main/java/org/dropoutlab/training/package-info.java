/** Training, measuring and inspecting one trial: the epoch loop, checkpoints, early stopping, committees. */
package org.dropoutlab.training;
