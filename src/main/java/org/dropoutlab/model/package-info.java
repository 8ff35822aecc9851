/** Saved models: the model file, its description, and which model of an arm is kept. */
package org.dropoutlab.model;
