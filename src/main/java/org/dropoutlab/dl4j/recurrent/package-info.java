/** LSTM layers with treatments of their recurrence, computed directly: one product for the inputs of all steps. */
package org.dropoutlab.dl4j.recurrent;
