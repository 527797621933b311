# frozen_string_literal: true

# Reads batch tracking ids from standard input, one per line, and prints the result of each as a line of JSON.

require 'openapi_client'
require 'uri'

CUSTOMER_ID = '47021739-3426-40bf-9601-61b4b6d7c793'

# Removes the byte order mark with which responses of Partner Center begin, because JSON.parse rejects it.
class PartnerCenterClient < OpenapiClient::ApiClient
  def build_request(*)
    super.tap do |request|
      request.on_complete { |response| response.body.delete_prefix!("\xEF\xBB\xBF".b) }
    end
  end
end

def fetch_result(api, id)
  headers = { ms_request_id: id, ms_correlation_id: id, x_locale: 'de-DE' }
  batch = api.get_batch_upload_status(CUSTOMER_ID, id, headers)
  # The batch is nil if the body is empty, or JSON but not an object.
  batch.nil? ? { failure: 'no batch' } : { facts: facts(batch) }
rescue OpenapiClient::ApiError => e
  # Also raised with code 200 for a body that is cut off, and with code 0 or nil if no response was received.
  e.code.to_i < 400 ? { failure: e.class } : { apiFault: { status: e.code, code: api_fault_code(e.response_body) } }
rescue StandardError => e
  { failure: e.class } # Messages may quote the body, which contains product keys.
end

def facts(batch)
  first = batch.devices_status&.first
  last = batch.devices_status&.last
  {
    '/batchTrackingId' => batch.batch_tracking_id,
    '/status' => batch.status,
    '/startedTime' => batch.started_time,
    '/completedTime' => batch.completed_time,
    '/attributes/objectType' => batch.attributes&.object_type,
    '/attributes/etag' => batch.attributes&.etag,
    '/devicesStatus/length' => batch.devices_status.to_a.length,
    '/devicesStatus/0/deviceId' => first&.device_id,
    '/devicesStatus/0/serialNumber' => first&.serial_number,
    '/devicesStatus/0/productKey' => first&.product_key,
    '/devicesStatus/0/status' => first&.status,
    '/devicesStatus/0/errorCode' => first&.error_code,
    '/devicesStatus/0/errorDescription' => first&.error_description,
    '/devicesStatus/0/attributes/objectType' => first&.attributes&.object_type,
    '/devicesStatus/last/serialNumber' => last&.serial_number,
    '/devicesStatus/last/errorCode' => last&.error_code
  }
end

# The error contains only the text of the body, which may be a web page.
def api_fault_code(body)
  OpenapiClient::ApiFault.build_from_hash(JSON.parse(body))&.code&.to_s
rescue JSON::ParserError
  nil
end

base_url, mode = ARGV
uri = URI(base_url)
config = OpenapiClient::Configuration.new do |c|
  c.scheme = uri.scheme
  c.host = "#{uri.host}:#{uri.port}"
  c.access_token = 'conformance-token'
end
client = mode == 'recommended' ? PartnerCenterClient.new(config) : OpenapiClient::ApiClient.new(config)
api = OpenapiClient::DeviceBatchUploadsApi.new(client)

$stdout.sync = true
$stdin.each_line(chomp: true) do |id|
  puts JSON.generate({ id: id, **fetch_result(api, id) }, ascii_only: true)
end
