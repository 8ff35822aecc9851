/** Saved models: the model file, its description, and the choice of each arm's best model. */
package org.dropoutlab.model;
