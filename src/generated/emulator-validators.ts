// Generated from emulator.yaml by "npm run generate". Do not edit.
// @ts-nocheck: ajv writes JavaScript. Only the exports are typed.
export interface SchemaError {
  /** JSON pointer to the invalid value, "" for the whole value. */
  instancePath: string;
  /** The violated keyword, such as "required". */
  keyword: string;
  params: { missingProperty?: string; additionalProperty?: string };
  /** The schema that has the keyword. */
  parentSchema: Readonly<Record<string, unknown>>;
  /** The invalid value. */
  data: unknown;
}

export interface Validator {
  (value: unknown): boolean;
  /** The first violation in the last value, or null if it was valid. If no alternative applies, the first violation of each. */
  errors: SchemaError[] | null;
}

export const validateSubmission: Validator = validate22;
const schema7 = {"type":"object","additionalProperties":false,"required":["devices"],"properties":{"devices":{"type":"array","items":{"$ref":"#/components/schemas/SubmittedDevice"}},"customerId":{"type":"string","pattern":"^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$","x-expected":"GUID-formatted (8-4-4-4-12 hexadecimal digits)"},"batchTrackingId":{"type":"string","pattern":"^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$","x-expected":"GUID-formatted (8-4-4-4-12 hexadecimal digits)"},"duration":{"type":"number","minimum":0,"x-expected":"a finite number of milliseconds, 0 or more"},"begins":{"type":"string","enum":["submission","first-request"]},"status":{"type":"string"},"quirks":{"$ref":"#/components/schemas/Quirks"},"location":{"type":"string","enum":["relative","versioned","absolute"]}}};
const schema8 = {"type":"object","additionalProperties":false,"properties":{"serialNumber":{"type":"string"},"productKey":{"type":"string"},"hardwareHash":{"type":"string"},"result":{"x-expected":"\"success\", a known error code (640, 801, 802, 803, 806, 807, 808) or { status, errorCode, errorDescription }","anyOf":[{"type":"string","enum":["success","640","801","802","803","806","807","808"]},{"$ref":"#/components/schemas/DeviceResult"}]}}};
const schema9 = {"type":"object","additionalProperties":false,"properties":{"status":{"type":"string"},"errorCode":{"type":"string"},"errorDescription":{"type":"string"}}};

function validate24(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
const _errs1 = errors;
for(const key0 in data){
if(!(((key0 === "status") || (key0 === "errorCode")) || (key0 === "errorDescription"))){
validate24.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema9,data}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.status !== undefined){
let data0 = data.status;
const _errs2 = errors;
if(typeof data0 !== "string"){
validate24.errors = [{instancePath:instancePath+"/status",schemaPath:"#/properties/status/type",keyword:"type",params:{type: "string"},schema:schema9.properties.status.type,parentSchema:schema9.properties.status,data:data0}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.errorCode !== undefined){
let data1 = data.errorCode;
const _errs4 = errors;
if(typeof data1 !== "string"){
validate24.errors = [{instancePath:instancePath+"/errorCode",schemaPath:"#/properties/errorCode/type",keyword:"type",params:{type: "string"},schema:schema9.properties.errorCode.type,parentSchema:schema9.properties.errorCode,data:data1}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.errorDescription !== undefined){
let data2 = data.errorDescription;
const _errs6 = errors;
if(typeof data2 !== "string"){
validate24.errors = [{instancePath:instancePath+"/errorDescription",schemaPath:"#/properties/errorDescription/type",keyword:"type",params:{type: "string"},schema:schema9.properties.errorDescription.type,parentSchema:schema9.properties.errorDescription,data:data2}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
validate24.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema9.type,parentSchema:schema9,data}];
return false;
}
}
validate24.errors = vErrors;
return errors === 0;
}


function validate23(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
const _errs1 = errors;
for(const key0 in data){
if(!((((key0 === "serialNumber") || (key0 === "productKey")) || (key0 === "hardwareHash")) || (key0 === "result"))){
validate23.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema8,data}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.serialNumber !== undefined){
let data0 = data.serialNumber;
const _errs2 = errors;
if(typeof data0 !== "string"){
validate23.errors = [{instancePath:instancePath+"/serialNumber",schemaPath:"#/properties/serialNumber/type",keyword:"type",params:{type: "string"},schema:schema8.properties.serialNumber.type,parentSchema:schema8.properties.serialNumber,data:data0}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.productKey !== undefined){
let data1 = data.productKey;
const _errs4 = errors;
if(typeof data1 !== "string"){
validate23.errors = [{instancePath:instancePath+"/productKey",schemaPath:"#/properties/productKey/type",keyword:"type",params:{type: "string"},schema:schema8.properties.productKey.type,parentSchema:schema8.properties.productKey,data:data1}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.hardwareHash !== undefined){
let data2 = data.hardwareHash;
const _errs6 = errors;
if(typeof data2 !== "string"){
validate23.errors = [{instancePath:instancePath+"/hardwareHash",schemaPath:"#/properties/hardwareHash/type",keyword:"type",params:{type: "string"},schema:schema8.properties.hardwareHash.type,parentSchema:schema8.properties.hardwareHash,data:data2}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.result !== undefined){
let data3 = data.result;
const _errs8 = errors;
const _errs9 = errors;
let valid1 = false;
const _errs10 = errors;
if(typeof data3 !== "string"){
const err0 = {instancePath:instancePath+"/result",schemaPath:"#/properties/result/anyOf/0/type",keyword:"type",params:{type: "string"},schema:schema8.properties.result.anyOf[0].type,parentSchema:schema8.properties.result.anyOf[0],data:data3};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(!((((((((data3 === "success") || (data3 === "640")) || (data3 === "801")) || (data3 === "802")) || (data3 === "803")) || (data3 === "806")) || (data3 === "807")) || (data3 === "808"))){
const err1 = {instancePath:instancePath+"/result",schemaPath:"#/properties/result/anyOf/0/enum",keyword:"enum",params:{allowedValues: schema8.properties.result.anyOf[0].enum},schema:schema8.properties.result.anyOf[0].enum,parentSchema:schema8.properties.result.anyOf[0],data:data3};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
var _valid0 = _errs10 === errors;
valid1 = valid1 || _valid0;
if(!valid1){
const _errs12 = errors;
if(!(validate24(data3, {instancePath:instancePath+"/result",parentData:data,parentDataProperty:"result",rootData}))){
vErrors = vErrors === null ? validate24.errors : vErrors.concat(validate24.errors);
errors = vErrors.length;
}
var _valid0 = _errs12 === errors;
valid1 = valid1 || _valid0;
}
if(!valid1){
const err2 = {instancePath:instancePath+"/result",schemaPath:"#/properties/result/anyOf",keyword:"anyOf",params:{},schema:schema8.properties.result.anyOf,parentSchema:schema8.properties.result,data:data3};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
validate23.errors = vErrors;
return false;
}
else {
errors = _errs9;
if(vErrors !== null){
if(_errs9){
vErrors.length = _errs9;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
else {
validate23.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema8.type,parentSchema:schema8,data}];
return false;
}
}
validate23.errors = vErrors;
return errors === 0;
}

const schema10 = {"type":"object","additionalProperties":false,"properties":{"byteOrderMark":{"type":"boolean"},"times":{"type":"string","enum":["offset-less","utc","seven-digits"]},"unsetTimes":{"type":"string","enum":["year-0001","absent","null","empty"]},"unsetMembers":{"type":"string","enum":["absent","null"]},"devicesWhileQueued":{"type":"boolean"},"finishedDespiteFailures":{"type":"boolean"},"unknownMembers":{"type":"boolean"},"anyPathCase":{"type":"boolean"},"singleUseRefreshTokens":{"type":"boolean"}}};
const func2 = Object.prototype.hasOwnProperty;

function validate27(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
const _errs1 = errors;
for(const key0 in data){
if(!(func2.call(schema10.properties, key0))){
validate27.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema10,data}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.byteOrderMark !== undefined){
let data0 = data.byteOrderMark;
const _errs2 = errors;
if(typeof data0 !== "boolean"){
validate27.errors = [{instancePath:instancePath+"/byteOrderMark",schemaPath:"#/properties/byteOrderMark/type",keyword:"type",params:{type: "boolean"},schema:schema10.properties.byteOrderMark.type,parentSchema:schema10.properties.byteOrderMark,data:data0}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.times !== undefined){
let data1 = data.times;
const _errs4 = errors;
if(typeof data1 !== "string"){
validate27.errors = [{instancePath:instancePath+"/times",schemaPath:"#/properties/times/type",keyword:"type",params:{type: "string"},schema:schema10.properties.times.type,parentSchema:schema10.properties.times,data:data1}];
return false;
}
if(!(((data1 === "offset-less") || (data1 === "utc")) || (data1 === "seven-digits"))){
validate27.errors = [{instancePath:instancePath+"/times",schemaPath:"#/properties/times/enum",keyword:"enum",params:{allowedValues: schema10.properties.times.enum},schema:schema10.properties.times.enum,parentSchema:schema10.properties.times,data:data1}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.unsetTimes !== undefined){
let data2 = data.unsetTimes;
const _errs6 = errors;
if(typeof data2 !== "string"){
validate27.errors = [{instancePath:instancePath+"/unsetTimes",schemaPath:"#/properties/unsetTimes/type",keyword:"type",params:{type: "string"},schema:schema10.properties.unsetTimes.type,parentSchema:schema10.properties.unsetTimes,data:data2}];
return false;
}
if(!((((data2 === "year-0001") || (data2 === "absent")) || (data2 === "null")) || (data2 === "empty"))){
validate27.errors = [{instancePath:instancePath+"/unsetTimes",schemaPath:"#/properties/unsetTimes/enum",keyword:"enum",params:{allowedValues: schema10.properties.unsetTimes.enum},schema:schema10.properties.unsetTimes.enum,parentSchema:schema10.properties.unsetTimes,data:data2}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.unsetMembers !== undefined){
let data3 = data.unsetMembers;
const _errs8 = errors;
if(typeof data3 !== "string"){
validate27.errors = [{instancePath:instancePath+"/unsetMembers",schemaPath:"#/properties/unsetMembers/type",keyword:"type",params:{type: "string"},schema:schema10.properties.unsetMembers.type,parentSchema:schema10.properties.unsetMembers,data:data3}];
return false;
}
if(!((data3 === "absent") || (data3 === "null"))){
validate27.errors = [{instancePath:instancePath+"/unsetMembers",schemaPath:"#/properties/unsetMembers/enum",keyword:"enum",params:{allowedValues: schema10.properties.unsetMembers.enum},schema:schema10.properties.unsetMembers.enum,parentSchema:schema10.properties.unsetMembers,data:data3}];
return false;
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.devicesWhileQueued !== undefined){
let data4 = data.devicesWhileQueued;
const _errs10 = errors;
if(typeof data4 !== "boolean"){
validate27.errors = [{instancePath:instancePath+"/devicesWhileQueued",schemaPath:"#/properties/devicesWhileQueued/type",keyword:"type",params:{type: "boolean"},schema:schema10.properties.devicesWhileQueued.type,parentSchema:schema10.properties.devicesWhileQueued,data:data4}];
return false;
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.finishedDespiteFailures !== undefined){
let data5 = data.finishedDespiteFailures;
const _errs12 = errors;
if(typeof data5 !== "boolean"){
validate27.errors = [{instancePath:instancePath+"/finishedDespiteFailures",schemaPath:"#/properties/finishedDespiteFailures/type",keyword:"type",params:{type: "boolean"},schema:schema10.properties.finishedDespiteFailures.type,parentSchema:schema10.properties.finishedDespiteFailures,data:data5}];
return false;
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.unknownMembers !== undefined){
let data6 = data.unknownMembers;
const _errs14 = errors;
if(typeof data6 !== "boolean"){
validate27.errors = [{instancePath:instancePath+"/unknownMembers",schemaPath:"#/properties/unknownMembers/type",keyword:"type",params:{type: "boolean"},schema:schema10.properties.unknownMembers.type,parentSchema:schema10.properties.unknownMembers,data:data6}];
return false;
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.anyPathCase !== undefined){
let data7 = data.anyPathCase;
const _errs16 = errors;
if(typeof data7 !== "boolean"){
validate27.errors = [{instancePath:instancePath+"/anyPathCase",schemaPath:"#/properties/anyPathCase/type",keyword:"type",params:{type: "boolean"},schema:schema10.properties.anyPathCase.type,parentSchema:schema10.properties.anyPathCase,data:data7}];
return false;
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.singleUseRefreshTokens !== undefined){
let data8 = data.singleUseRefreshTokens;
const _errs18 = errors;
if(typeof data8 !== "boolean"){
validate27.errors = [{instancePath:instancePath+"/singleUseRefreshTokens",schemaPath:"#/properties/singleUseRefreshTokens/type",keyword:"type",params:{type: "boolean"},schema:schema10.properties.singleUseRefreshTokens.type,parentSchema:schema10.properties.singleUseRefreshTokens,data:data8}];
return false;
}
var valid0 = _errs18 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
else {
validate27.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema10.type,parentSchema:schema10,data}];
return false;
}
}
validate27.errors = vErrors;
return errors === 0;
}

const pattern0 = new RegExp("^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$", "u");

function validate22(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.devices === undefined) && (missing0 = "devices")){
validate22.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},schema:schema7.required,parentSchema:schema7,data}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!((((((((key0 === "devices") || (key0 === "customerId")) || (key0 === "batchTrackingId")) || (key0 === "duration")) || (key0 === "begins")) || (key0 === "status")) || (key0 === "quirks")) || (key0 === "location"))){
validate22.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema7,data}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.devices !== undefined){
let data0 = data.devices;
const _errs2 = errors;
if(errors === _errs2){
if(Array.isArray(data0)){
var valid1 = true;
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
const _errs4 = errors;
if(!(validate23(data0[i0], {instancePath:instancePath+"/devices/" + i0,parentData:data0,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
var valid1 = _errs4 === errors;
if(!valid1){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/devices",schemaPath:"#/properties/devices/type",keyword:"type",params:{type: "array"},schema:schema7.properties.devices.type,parentSchema:schema7.properties.devices,data:data0}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.customerId !== undefined){
let data2 = data.customerId;
const _errs5 = errors;
if(errors === _errs5){
if(typeof data2 === "string"){
if(!pattern0.test(data2)){
validate22.errors = [{instancePath:instancePath+"/customerId",schemaPath:"#/properties/customerId/pattern",keyword:"pattern",params:{pattern: "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$"},schema:"^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$",parentSchema:schema7.properties.customerId,data:data2}];
return false;
}
}
else {
validate22.errors = [{instancePath:instancePath+"/customerId",schemaPath:"#/properties/customerId/type",keyword:"type",params:{type: "string"},schema:schema7.properties.customerId.type,parentSchema:schema7.properties.customerId,data:data2}];
return false;
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.batchTrackingId !== undefined){
let data3 = data.batchTrackingId;
const _errs7 = errors;
if(errors === _errs7){
if(typeof data3 === "string"){
if(!pattern0.test(data3)){
validate22.errors = [{instancePath:instancePath+"/batchTrackingId",schemaPath:"#/properties/batchTrackingId/pattern",keyword:"pattern",params:{pattern: "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$"},schema:"^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$",parentSchema:schema7.properties.batchTrackingId,data:data3}];
return false;
}
}
else {
validate22.errors = [{instancePath:instancePath+"/batchTrackingId",schemaPath:"#/properties/batchTrackingId/type",keyword:"type",params:{type: "string"},schema:schema7.properties.batchTrackingId.type,parentSchema:schema7.properties.batchTrackingId,data:data3}];
return false;
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.duration !== undefined){
let data4 = data.duration;
const _errs9 = errors;
if(errors === _errs9){
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 < 0 || isNaN(data4)){
validate22.errors = [{instancePath:instancePath+"/duration",schemaPath:"#/properties/duration/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},schema:0,parentSchema:schema7.properties.duration,data:data4}];
return false;
}
}
else {
validate22.errors = [{instancePath:instancePath+"/duration",schemaPath:"#/properties/duration/type",keyword:"type",params:{type: "number"},schema:schema7.properties.duration.type,parentSchema:schema7.properties.duration,data:data4}];
return false;
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.begins !== undefined){
let data5 = data.begins;
const _errs11 = errors;
if(typeof data5 !== "string"){
validate22.errors = [{instancePath:instancePath+"/begins",schemaPath:"#/properties/begins/type",keyword:"type",params:{type: "string"},schema:schema7.properties.begins.type,parentSchema:schema7.properties.begins,data:data5}];
return false;
}
if(!((data5 === "submission") || (data5 === "first-request"))){
validate22.errors = [{instancePath:instancePath+"/begins",schemaPath:"#/properties/begins/enum",keyword:"enum",params:{allowedValues: schema7.properties.begins.enum},schema:schema7.properties.begins.enum,parentSchema:schema7.properties.begins,data:data5}];
return false;
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.status !== undefined){
let data6 = data.status;
const _errs13 = errors;
if(typeof data6 !== "string"){
validate22.errors = [{instancePath:instancePath+"/status",schemaPath:"#/properties/status/type",keyword:"type",params:{type: "string"},schema:schema7.properties.status.type,parentSchema:schema7.properties.status,data:data6}];
return false;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.quirks !== undefined){
const _errs15 = errors;
if(!(validate27(data.quirks, {instancePath:instancePath+"/quirks",parentData:data,parentDataProperty:"quirks",rootData}))){
vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors);
errors = vErrors.length;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.location !== undefined){
let data8 = data.location;
const _errs16 = errors;
if(typeof data8 !== "string"){
validate22.errors = [{instancePath:instancePath+"/location",schemaPath:"#/properties/location/type",keyword:"type",params:{type: "string"},schema:schema7.properties.location.type,parentSchema:schema7.properties.location,data:data8}];
return false;
}
if(!(((data8 === "relative") || (data8 === "versioned")) || (data8 === "absolute"))){
validate22.errors = [{instancePath:instancePath+"/location",schemaPath:"#/properties/location/enum",keyword:"enum",params:{allowedValues: schema7.properties.location.enum},schema:schema7.properties.location.enum,parentSchema:schema7.properties.location,data:data8}];
return false;
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
else {
validate22.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema7.type,parentSchema:schema7,data}];
return false;
}
}
validate22.errors = vErrors;
return errors === 0;
}

export const validateFaultList: Validator = validate29;
const schema11 = {"type":"object","additionalProperties":false,"required":["faults"],"properties":{"faults":{"type":"array","items":{"$ref":"#/components/schemas/InjectedFault"}}}};
const schema12 = {"x-expected":"\"reset\", \"silence\", { status, body, headers }, { redirect }, { slowBody } or { cutBody }","anyOf":[{"type":"string","enum":["reset","silence"]},{"$ref":"#/components/schemas/StatusFault"},{"$ref":"#/components/schemas/RedirectFault"},{"$ref":"#/components/schemas/SlowBodyFault"},{"$ref":"#/components/schemas/CutBodyFault"}]};
const schema13 = {"type":"object","additionalProperties":false,"required":["status"],"properties":{"status":{"type":"integer","minimum":200,"maximum":599,"x-expected":"a whole number from 200 to 599"},"body":{},"headers":{"type":"object","additionalProperties":{"$ref":"#/components/schemas/HeaderValue"}}}};
const schema14 = {"type":"string","pattern":"^[\\t\\x20-\\x7e\\x80-\\xff]*$","x-expected":"a string that a header can contain"};
const pattern2 = new RegExp("^[\\t\\x20-\\x7e\\x80-\\xff]*$", "u");

function validate32(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(typeof data === "string"){
if(!pattern2.test(data)){
validate32.errors = [{instancePath,schemaPath:"#/pattern",keyword:"pattern",params:{pattern: "^[\\t\\x20-\\x7e\\x80-\\xff]*$"},schema:"^[\\t\\x20-\\x7e\\x80-\\xff]*$",parentSchema:schema14,data}];
return false;
}
}
else {
validate32.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "string"},schema:schema14.type,parentSchema:schema14,data}];
return false;
}
}
validate32.errors = vErrors;
return errors === 0;
}


function validate31(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.status === undefined) && (missing0 = "status")){
validate31.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},schema:schema13.required,parentSchema:schema13,data}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(((key0 === "status") || (key0 === "body")) || (key0 === "headers"))){
validate31.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema13,data}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.status !== undefined){
let data0 = data.status;
const _errs2 = errors;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
validate31.errors = [{instancePath:instancePath+"/status",schemaPath:"#/properties/status/type",keyword:"type",params:{type: "integer"},schema:schema13.properties.status.type,parentSchema:schema13.properties.status,data:data0}];
return false;
}
if(errors === _errs2){
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 > 599 || isNaN(data0)){
validate31.errors = [{instancePath:instancePath+"/status",schemaPath:"#/properties/status/maximum",keyword:"maximum",params:{comparison: "<=", limit: 599},schema:599,parentSchema:schema13.properties.status,data:data0}];
return false;
}
else {
if(data0 < 200 || isNaN(data0)){
validate31.errors = [{instancePath:instancePath+"/status",schemaPath:"#/properties/status/minimum",keyword:"minimum",params:{comparison: ">=", limit: 200},schema:200,parentSchema:schema13.properties.status,data:data0}];
return false;
}
}
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.headers !== undefined){
let data1 = data.headers;
const _errs4 = errors;
if(errors === _errs4){
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
for(const key1 in data1){
const _errs7 = errors;
if(!(validate32(data1[key1], {instancePath:instancePath+"/headers/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data1,parentDataProperty:key1,rootData}))){
vErrors = vErrors === null ? validate32.errors : vErrors.concat(validate32.errors);
errors = vErrors.length;
}
var valid1 = _errs7 === errors;
if(!valid1){
break;
}
}
}
else {
validate31.errors = [{instancePath:instancePath+"/headers",schemaPath:"#/properties/headers/type",keyword:"type",params:{type: "object"},schema:schema13.properties.headers.type,parentSchema:schema13.properties.headers,data:data1}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
validate31.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema13.type,parentSchema:schema13,data}];
return false;
}
}
validate31.errors = vErrors;
return errors === 0;
}

const schema15 = {"type":"object","additionalProperties":false,"required":["redirect"],"properties":{"redirect":{"$ref":"#/components/schemas/HeaderValue"}}};

function validate35(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.redirect === undefined) && (missing0 = "redirect")){
validate35.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},schema:schema15.required,parentSchema:schema15,data}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(key0 === "redirect")){
validate35.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema15,data}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.redirect !== undefined){
if(!(validate32(data.redirect, {instancePath:instancePath+"/redirect",parentData:data,parentDataProperty:"redirect",rootData}))){
vErrors = vErrors === null ? validate32.errors : vErrors.concat(validate32.errors);
errors = vErrors.length;
}
}
}
}
}
else {
validate35.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema15.type,parentSchema:schema15,data}];
return false;
}
}
validate35.errors = vErrors;
return errors === 0;
}

const schema16 = {"type":"object","additionalProperties":false,"required":["slowBody"],"properties":{"slowBody":{"type":"number","minimum":0,"x-expected":"a finite number of milliseconds, 0 or more"}}};

function validate38(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.slowBody === undefined) && (missing0 = "slowBody")){
validate38.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},schema:schema16.required,parentSchema:schema16,data}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(key0 === "slowBody")){
validate38.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema16,data}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.slowBody !== undefined){
let data0 = data.slowBody;
const _errs2 = errors;
if(errors === _errs2){
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 < 0 || isNaN(data0)){
validate38.errors = [{instancePath:instancePath+"/slowBody",schemaPath:"#/properties/slowBody/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},schema:0,parentSchema:schema16.properties.slowBody,data:data0}];
return false;
}
}
else {
validate38.errors = [{instancePath:instancePath+"/slowBody",schemaPath:"#/properties/slowBody/type",keyword:"type",params:{type: "number"},schema:schema16.properties.slowBody.type,parentSchema:schema16.properties.slowBody,data:data0}];
return false;
}
}
}
}
}
}
else {
validate38.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema16.type,parentSchema:schema16,data}];
return false;
}
}
validate38.errors = vErrors;
return errors === 0;
}

const schema17 = {"type":"object","additionalProperties":false,"required":["cutBody"],"properties":{"cutBody":{"type":"integer","minimum":0,"x-expected":"a whole number, 0 or more"}}};

function validate40(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.cutBody === undefined) && (missing0 = "cutBody")){
validate40.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},schema:schema17.required,parentSchema:schema17,data}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(key0 === "cutBody")){
validate40.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema17,data}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.cutBody !== undefined){
let data0 = data.cutBody;
const _errs2 = errors;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
validate40.errors = [{instancePath:instancePath+"/cutBody",schemaPath:"#/properties/cutBody/type",keyword:"type",params:{type: "integer"},schema:schema17.properties.cutBody.type,parentSchema:schema17.properties.cutBody,data:data0}];
return false;
}
if(errors === _errs2){
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 < 0 || isNaN(data0)){
validate40.errors = [{instancePath:instancePath+"/cutBody",schemaPath:"#/properties/cutBody/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},schema:0,parentSchema:schema17.properties.cutBody,data:data0}];
return false;
}
}
}
}
}
}
}
else {
validate40.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema17.type,parentSchema:schema17,data}];
return false;
}
}
validate40.errors = vErrors;
return errors === 0;
}


function validate30(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
const _errs0 = errors;
let valid0 = false;
const _errs1 = errors;
if(typeof data !== "string"){
const err0 = {instancePath,schemaPath:"#/anyOf/0/type",keyword:"type",params:{type: "string"},schema:schema12.anyOf[0].type,parentSchema:schema12.anyOf[0],data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(!((data === "reset") || (data === "silence"))){
const err1 = {instancePath,schemaPath:"#/anyOf/0/enum",keyword:"enum",params:{allowedValues: schema12.anyOf[0].enum},schema:schema12.anyOf[0].enum,parentSchema:schema12.anyOf[0],data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
var _valid0 = _errs1 === errors;
valid0 = valid0 || _valid0;
if(!valid0){
const _errs3 = errors;
if(!(validate31(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate31.errors : vErrors.concat(validate31.errors);
errors = vErrors.length;
}
var _valid0 = _errs3 === errors;
valid0 = valid0 || _valid0;
if(!valid0){
const _errs4 = errors;
if(!(validate35(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate35.errors : vErrors.concat(validate35.errors);
errors = vErrors.length;
}
var _valid0 = _errs4 === errors;
valid0 = valid0 || _valid0;
if(!valid0){
const _errs5 = errors;
if(!(validate38(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate38.errors : vErrors.concat(validate38.errors);
errors = vErrors.length;
}
var _valid0 = _errs5 === errors;
valid0 = valid0 || _valid0;
if(!valid0){
const _errs6 = errors;
if(!(validate40(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate40.errors : vErrors.concat(validate40.errors);
errors = vErrors.length;
}
var _valid0 = _errs6 === errors;
valid0 = valid0 || _valid0;
}
}
}
}
if(!valid0){
const err2 = {instancePath,schemaPath:"#/anyOf",keyword:"anyOf",params:{},schema:schema12.anyOf,parentSchema:schema12,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
validate30.errors = vErrors;
return false;
}
else {
errors = _errs0;
if(vErrors !== null){
if(_errs0){
vErrors.length = _errs0;
}
else {
vErrors = null;
}
}
}
validate30.errors = vErrors;
return errors === 0;
}


function validate29(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.faults === undefined) && (missing0 = "faults")){
validate29.errors = [{instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: missing0},schema:schema11.required,parentSchema:schema11,data}];
return false;
}
else {
const _errs1 = errors;
for(const key0 in data){
if(!(key0 === "faults")){
validate29.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema11,data}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.faults !== undefined){
let data0 = data.faults;
const _errs2 = errors;
if(errors === _errs2){
if(Array.isArray(data0)){
var valid1 = true;
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
const _errs4 = errors;
if(!(validate30(data0[i0], {instancePath:instancePath+"/faults/" + i0,parentData:data0,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate30.errors : vErrors.concat(validate30.errors);
errors = vErrors.length;
}
var valid1 = _errs4 === errors;
if(!valid1){
break;
}
}
}
else {
validate29.errors = [{instancePath:instancePath+"/faults",schemaPath:"#/properties/faults/type",keyword:"type",params:{type: "array"},schema:schema11.properties.faults.type,parentSchema:schema11.properties.faults,data:data0}];
return false;
}
}
}
}
}
}
else {
validate29.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema11.type,parentSchema:schema11,data}];
return false;
}
}
validate29.errors = vErrors;
return errors === 0;
}

export const validateScenario: Validator = validate43;
const schema18 = {"type":"object","additionalProperties":false,"properties":{"quirks":{"$ref":"#/components/schemas/Quirks"},"batches":{"type":"array","items":{"$ref":"#/components/schemas/Submission"}},"faults":{"type":"array","items":{"$ref":"#/components/schemas/InjectedFault"}}}};

function validate43(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
const _errs1 = errors;
for(const key0 in data){
if(!(((key0 === "quirks") || (key0 === "batches")) || (key0 === "faults"))){
validate43.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema18,data}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.quirks !== undefined){
const _errs2 = errors;
if(!(validate27(data.quirks, {instancePath:instancePath+"/quirks",parentData:data,parentDataProperty:"quirks",rootData}))){
vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors);
errors = vErrors.length;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.batches !== undefined){
let data1 = data.batches;
const _errs3 = errors;
if(errors === _errs3){
if(Array.isArray(data1)){
var valid1 = true;
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
const _errs5 = errors;
if(!(validate22(data1[i0], {instancePath:instancePath+"/batches/" + i0,parentData:data1,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
errors = vErrors.length;
}
var valid1 = _errs5 === errors;
if(!valid1){
break;
}
}
}
else {
validate43.errors = [{instancePath:instancePath+"/batches",schemaPath:"#/properties/batches/type",keyword:"type",params:{type: "array"},schema:schema18.properties.batches.type,parentSchema:schema18.properties.batches,data:data1}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.faults !== undefined){
let data3 = data.faults;
const _errs6 = errors;
if(errors === _errs6){
if(Array.isArray(data3)){
var valid2 = true;
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
const _errs8 = errors;
if(!(validate30(data3[i1], {instancePath:instancePath+"/faults/" + i1,parentData:data3,parentDataProperty:i1,rootData}))){
vErrors = vErrors === null ? validate30.errors : vErrors.concat(validate30.errors);
errors = vErrors.length;
}
var valid2 = _errs8 === errors;
if(!valid2){
break;
}
}
}
else {
validate43.errors = [{instancePath:instancePath+"/faults",schemaPath:"#/properties/faults/type",keyword:"type",params:{type: "array"},schema:schema18.properties.faults.type,parentSchema:schema18.properties.faults,data:data3}];
return false;
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
validate43.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema18.type,parentSchema:schema18,data}];
return false;
}
}
validate43.errors = vErrors;
return errors === 0;
}

export const validateClockChange: Validator = validate47;
const schema19 = {"type":"object","additionalProperties":false,"properties":{"paused":{"type":"boolean"},"advance":{"type":"number","minimum":0,"x-expected":"a finite number of milliseconds, 0 or more"}}};

function validate47(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
const _errs1 = errors;
for(const key0 in data){
if(!((key0 === "paused") || (key0 === "advance"))){
validate47.errors = [{instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},schema:false,parentSchema:schema19,data}];
return false;
break;
}
}
if(_errs1 === errors){
if(data.paused !== undefined){
let data0 = data.paused;
const _errs2 = errors;
if(typeof data0 !== "boolean"){
validate47.errors = [{instancePath:instancePath+"/paused",schemaPath:"#/properties/paused/type",keyword:"type",params:{type: "boolean"},schema:schema19.properties.paused.type,parentSchema:schema19.properties.paused,data:data0}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.advance !== undefined){
let data1 = data.advance;
const _errs4 = errors;
if(errors === _errs4){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 < 0 || isNaN(data1)){
validate47.errors = [{instancePath:instancePath+"/advance",schemaPath:"#/properties/advance/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},schema:0,parentSchema:schema19.properties.advance,data:data1}];
return false;
}
}
else {
validate47.errors = [{instancePath:instancePath+"/advance",schemaPath:"#/properties/advance/type",keyword:"type",params:{type: "number"},schema:schema19.properties.advance.type,parentSchema:schema19.properties.advance,data:data1}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate47.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},schema:schema19.type,parentSchema:schema19,data}];
return false;
}
}
validate47.errors = vErrors;
return errors === 0;
}

export const validateMilliseconds: Validator = validate48;
const schema20 = {"type":"number","minimum":0,"x-expected":"a finite number of milliseconds, 0 or more"};

function validate48(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if((typeof data == "number") && (isFinite(data))){
if(data < 0 || isNaN(data)){
validate48.errors = [{instancePath,schemaPath:"#/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},schema:0,parentSchema:schema20,data}];
return false;
}
}
else {
validate48.errors = [{instancePath,schemaPath:"#/type",keyword:"type",params:{type: "number"},schema:schema20.type,parentSchema:schema20,data}];
return false;
}
}
validate48.errors = vErrors;
return errors === 0;
}
