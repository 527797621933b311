<?php

/** Reads batch tracking ids from standard input, one per line, and prints the result of each as a line of JSON. */

declare(strict_types=1);

use GuzzleHttp\Client;
use GuzzleHttp\HandlerStack;
use GuzzleHttp\Middleware;
use GuzzleHttp\Psr7\Utils;
use OpenAPI\Client\Api\DeviceBatchUploadsApi;
use OpenAPI\Client\ApiException;
use OpenAPI\Client\Configuration;
use OpenAPI\Client\Model\BatchUploadDetails;
use Psr\Http\Message\ResponseInterface;

require __DIR__ . '/vendor/autoload.php';

const CUSTOMER_ID = '47021739-3426-40bf-9601-61b4b6d7c793';

[, $baseUrl, $mode] = $argv;

$handler = HandlerStack::create();
if ($mode === 'recommended') {
    // json_decode rejects the byte order mark with which responses of Partner Center begin.
    $handler->push(Middleware::mapResponse(fn (ResponseInterface $response) => $response->withBody(
        Utils::streamFor(preg_replace('/^\xEF\xBB\xBF/', '', (string) $response->getBody())),
    )));
}
$config = (new Configuration())->setHost($baseUrl)->setAccessToken('conformance-token');
$api = new DeviceBatchUploadsApi(new Client(['handler' => $handler]), $config);

while (($line = fgets(STDIN)) !== false) {
    $id = trim($line);
    echo json_encode(['id' => $id] + fetchResult($api, $id), JSON_THROW_ON_ERROR), "\n";
}

function fetchResult(DeviceBatchUploadsApi $api, string $id): array
{
    try {
        // The batch is null if the body is null.
        $batch = $api->getBatchUploadStatus(CUSTOMER_ID, $id, $id, $id, 'de-DE');
        return $batch === null ? ['failure' => 'The body is null.'] : ['facts' => facts($batch)];
    } catch (ApiException $e) {
        // Also thrown with code 200 for a body that cannot be read, and with code 0 if no response was received.
        return $e->getCode() < 400 ? ['failure' => $e->getMessage()] : ['apiFault' => apiFault($e)];
    } catch (Throwable $e) {
        return ['failure' => $e->getMessage()];
    }
}

function facts(BatchUploadDetails $batch): array
{
    $devices = $batch->getDevicesStatus() ?? [];
    $first = $devices[0] ?? null;
    $last = end($devices) ?: null;
    return [
        '/batchTrackingId' => $batch->getBatchTrackingId(),
        '/status' => $batch->getStatus(),
        '/startedTime' => $batch->getStartedTime(),
        '/completedTime' => $batch->getCompletedTime(),
        '/attributes/objectType' => $batch->getAttributes()?->getObjectType(),
        '/attributes/etag' => $batch->getAttributes()?->getEtag(),
        '/devicesStatus/length' => count($devices),
        '/devicesStatus/0/deviceId' => $first?->getDeviceId(),
        '/devicesStatus/0/serialNumber' => $first?->getSerialNumber(),
        '/devicesStatus/0/productKey' => $first?->getProductKey(),
        '/devicesStatus/0/status' => $first?->getStatus(),
        '/devicesStatus/0/errorCode' => $first?->getErrorCode(),
        '/devicesStatus/0/errorDescription' => $first?->getErrorDescription(),
        '/devicesStatus/0/attributes/objectType' => $first?->getAttributes()?->getObjectType(),
        '/devicesStatus/last/serialNumber' => $last?->getSerialNumber(),
        '/devicesStatus/last/errorCode' => $last?->getErrorCode(),
    ];
}

function apiFault(ApiException $e): array
{
    // The response object is an ApiFault even for a web page; its properties are unset then.
    $code = $e->getResponseObject()->getCode();
    return ['status' => $e->getCode(), 'code' => $code === null ? null : (string) $code];
}
