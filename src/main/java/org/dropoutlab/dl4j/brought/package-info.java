/**
 * Networks that users bring as files: configurations in JSON or YAML, saved models of Deeplearning4j, Keras files. Files are
 * told apart by their content and read without running anything that is in them.
 */
package org.dropoutlab.dl4j.brought;
