# frozen_string_literal: true

# Asks for each batch tracking id that it reads, and prints what it knows then.

require 'openapi_client'
require 'uri'

CUSTOMER_ID = '47021739-3426-40bf-9601-61b4b6d7c793'

# JSON.parse refuses the byte order mark with which the answers of Partner Center begin.
class PartnerCenterClient < OpenapiClient::ApiClient
  def build_request(*)
    super.tap do |request|
      request.on_complete { |response| response.body.delete_prefix!("\xEF\xBB\xBF".b) }
    end
  end
end

def ask(api, id)
  headers = { ms_request_id: id, ms_correlation_id: id, x_locale: 'de-DE' }
  batch = api.get_batch_upload_status(CUSTOMER_ID, id, headers)
  # Nil stands for an empty body, and for JSON that is no object.
  batch.nil? ? { failure: 'no batch' } : { facts: facts(batch) }
rescue OpenapiClient::ApiError => e
  # Also raised with code 200 for a body that is cut off, and with 0 or none where there is no answer.
  e.code.to_i < 400 ? { failure: e.class } : { fault: { status: e.code, code: fault_code(e.response_body) } }
rescue StandardError => e
  { failure: e.class } # Messages may hold the body, and that holds product keys.
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

# The error has no more than the text of the body, which may also be a web page.
def fault_code(body)
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
  puts JSON.generate({ id: id, **ask(api, id) }, ascii_only: true)
end
