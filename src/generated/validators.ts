// Generated from openapi.yaml by "npm run generate". Do not edit.
// @ts-nocheck: ajv writes JavaScript. Only the exports' types count.
import type { ApiFault, BatchUploadDetails } from "./openapi.ts";

export interface ValidationError {
  /** JSON pointer of the value, "" for the whole. */
  instancePath: string;
  /** What the value had to be, such as "must be string". Never the value itself. */
  message: string;
}

export interface Validator<T> {
  (value: unknown): value is T;
  /** Why the last value was refused, null if it was not. */
  errors: ValidationError[] | null;
}

export const validateBatchUploadDetails: Validator<BatchUploadDetails> = validate11;

function validate12(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.deviceId !== undefined){
let data0 = data.deviceId;
if((typeof data0 !== "string") && (data0 !== null)){
const err0 = {instancePath:instancePath+"/deviceId",message:"must be string"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.serialNumber !== undefined){
let data1 = data.serialNumber;
if((typeof data1 !== "string") && (data1 !== null)){
const err1 = {instancePath:instancePath+"/serialNumber",message:"must be string"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.productKey !== undefined){
let data2 = data.productKey;
if((typeof data2 !== "string") && (data2 !== null)){
const err2 = {instancePath:instancePath+"/productKey",message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.status !== undefined){
let data3 = data.status;
if((typeof data3 !== "string") && (data3 !== null)){
const err3 = {instancePath:instancePath+"/status",message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.errorCode !== undefined){
let data4 = data.errorCode;
if((typeof data4 !== "string") && (data4 !== null)){
const err4 = {instancePath:instancePath+"/errorCode",message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.errorDescription !== undefined){
let data5 = data.errorDescription;
if((typeof data5 !== "string") && (data5 !== null)){
const err5 = {instancePath:instancePath+"/errorDescription",message:"must be string"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.attributes !== undefined){
let data6 = data.attributes;
if((!(data6 && typeof data6 == "object" && !Array.isArray(data6))) && (data6 !== null)){
const err6 = {instancePath:instancePath+"/attributes",message:"must be object"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
if(data6.objectType !== undefined){
let data7 = data6.objectType;
if((typeof data7 !== "string") && (data7 !== null)){
const err7 = {instancePath:instancePath+"/attributes/objectType",message:"must be string"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data6.etag !== undefined){
let data8 = data6.etag;
if((typeof data8 !== "string") && (data8 !== null)){
const err8 = {instancePath:instancePath+"/attributes/etag",message:"must be string"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
}
}
else {
const err9 = {instancePath,message:"must be object"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
validate12.errors = vErrors;
return errors === 0;
}


function validate11(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.status === undefined){
const err0 = {instancePath,message:"must have required property '"+"status"+"'"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.batchTrackingId !== undefined){
let data0 = data.batchTrackingId;
if((typeof data0 !== "string") && (data0 !== null)){
const err1 = {instancePath:instancePath+"/batchTrackingId",message:"must be string"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.status !== undefined){
if(typeof data.status !== "string"){
const err2 = {instancePath:instancePath+"/status",message:"must be string"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.startedTime !== undefined){
let data2 = data.startedTime;
if((typeof data2 !== "string") && (data2 !== null)){
const err3 = {instancePath:instancePath+"/startedTime",message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.completedTime !== undefined){
let data3 = data.completedTime;
if((typeof data3 !== "string") && (data3 !== null)){
const err4 = {instancePath:instancePath+"/completedTime",message:"must be string"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.devicesStatus !== undefined){
let data4 = data.devicesStatus;
if((!(Array.isArray(data4))) && (data4 !== null)){
const err5 = {instancePath:instancePath+"/devicesStatus",message:"must be array"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(Array.isArray(data4)){
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
if(!(validate12(data4[i0], {instancePath:instancePath+"/devicesStatus/" + i0}))){
if (vErrors === null) vErrors = validate12.errors;
else for (const error of validate12.errors) vErrors.push(error);
errors = vErrors.length;
}
}
}
}
if(data.attributes !== undefined){
let data6 = data.attributes;
if((!(data6 && typeof data6 == "object" && !Array.isArray(data6))) && (data6 !== null)){
const err6 = {instancePath:instancePath+"/attributes",message:"must be object"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
if(data6.objectType !== undefined){
let data7 = data6.objectType;
if((typeof data7 !== "string") && (data7 !== null)){
const err7 = {instancePath:instancePath+"/attributes/objectType",message:"must be string"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data6.etag !== undefined){
let data8 = data6.etag;
if((typeof data8 !== "string") && (data8 !== null)){
const err8 = {instancePath:instancePath+"/attributes/etag",message:"must be string"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
}
}
else {
const err9 = {instancePath,message:"must be object"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
validate11.errors = vErrors;
return errors === 0;
}

export const validateApiFault: Validator<ApiFault> = validate14;

function validate14(data, {instancePath=""}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.description !== undefined){
let data0 = data.description;
if((typeof data0 !== "string") && (data0 !== null)){
const err0 = {instancePath:instancePath+"/description",message:"must be string"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.source !== undefined){
let data1 = data.source;
if((typeof data1 !== "string") && (data1 !== null)){
const err1 = {instancePath:instancePath+"/source",message:"must be string"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.statusCode !== undefined){
let data2 = data.statusCode;
if((!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))) && (data2 !== null)){
const err2 = {instancePath:instancePath+"/statusCode",message:"must be integer"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.message !== undefined){
let data3 = data.message;
if((typeof data3 !== "string") && (data3 !== null)){
const err3 = {instancePath:instancePath+"/message",message:"must be string"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
}
else {
const err4 = {instancePath,message:"must be object"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
validate14.errors = vErrors;
return errors === 0;
}
