// Written by `npm run codegen` from the SDL files; edit those.
export const POSSIBLE_TYPES = {"ImageOutcome":["Image","Problem"],"Visual":["Image","Region"]};
export const MERGED_TYPES = ["Box","BrokenPack","Count","DetailSizes","DetectedObject","Detection","EncoderInfo","EncoderOutput","EncoderStatus","Heatmap","Image","ImageArrival","LabelMap","Licence","Limits","Mask","Meta","MethodOption","NormalizedBox","Notice","PackSource","Picture","Plugin","PluginMethod","Point","Problem","RLE","Region","Sample","ScoredText","Segment","Segmentation","ServerInfo","Timings"];
export const TYPES_WITHOUT_ID = ["BrokenPack","DetailSizes","EncoderInfo","EncoderOutput","EncoderStatus","ImageArrival","Licence","Limits","MethodOption","PackSource","Plugin","PluginMethod","Problem","ServerInfo"];
