import { explainDeviceError } from "partner-center-batch-status";
import { suite } from "uvu";
import * as assert from "uvu/assert";

const test = suite("explainDeviceError");

test("explains the documented device, with advice and its source", () => {
  const error = explainDeviceError({
    status: "finished_with_errors",
    errorCode: "808",
    errorDescription: "ZtdDeviceAssignedToOtherTenant",
  });
  assert.is(error?.code, "808");
  assert.is(error?.name, "ZtdDeviceAssignedToOtherTenant");
  assert.match(error?.advice ?? "", /another tenant/);
  assert.match(error?.source ?? "", /^https:\/\/learn\.microsoft\.com\//);
});

test("finds the advice by code and keeps the name that the server sent", () => {
  const error = explainDeviceError({ errorCode: "808", errorDescription: "ZtdDeviceAssignedToAnotherTenant" });
  assert.is(error?.name, "ZtdDeviceAssignedToAnotherTenant");
  assert.match(error?.advice ?? "", /another tenant/);
});

test("names a known code that the server sent without a name", () => {
  const names = {
    640: "StorageError",
    801: "InvalidZtdRequestBody",
    802: "InvalidZtdHardwareHash",
    803: "MissingZtdSerialNumberAndProductKey",
    806: "ZtdDeviceAlreadyAssigned",
    807: "ZtdDeviceIsNotRegistered",
    808: "ZtdDeviceAssignedToOtherTenant",
  };
  for (const [errorCode, name] of Object.entries(names)) {
    assert.is(explainDeviceError({ errorCode, errorDescription: null })?.name, name);
  }
});

test("returns no advice for a code without a documented remedy", () => {
  for (const errorCode of ["640", "807", "999", "constructor"]) {
    const error = explainDeviceError({ errorCode, errorDescription: "SomethingElse" });
    const none = { advice: undefined, action: undefined, source: undefined };
    assert.equal(error, { code: errorCode, name: "SomethingElse", ...none });
  }
});

test("returns advice only with its action and its source", () => {
  const actions = {
    801: "wait",
    802: "fix-and-upload-again",
    803: "fix-and-upload-again",
    806: "nothing",
    808: "ask-owner",
  };
  for (const [errorCode, action] of Object.entries(actions)) {
    const error = explainDeviceError({ errorCode });
    assert.is(error?.action, action);
    assert.ok(error?.advice);
    assert.ok(URL.canParse(error?.source ?? ""));
  }
});

test("explains a failure without a code", () => {
  assert.equal(explainDeviceError({ status: "finished_with_errors", errorCode: "0", errorDescription: "ZtdDeviceDuplicated" }), {
    code: undefined,
    name: "ZtdDeviceDuplicated",
    advice: undefined,
    action: undefined,
    source: undefined,
  });
});

test("returns undefined for a device that did not fail", () => {
  for (const status of ["finished", "queued", "unknown"]) assert.is(explainDeviceError({ status, errorCode: "0" }), undefined);
});

test.run();
